package task

func DealHands[T any](cards []T, players int) (hands [][]T, rest []T) {
	if players < 1 {
		panic("deal: no players")
	}
	hands = make([][]T, players)
	dealt := 0
	for dealt+players <= len(cards) {
		for p := range hands {
			hands[p] = append(hands[p], cards[dealt+p])
		}
		dealt += players
	}
	return hands, cards[dealt:]
}
