package task

func BigFolders(root Folder, limit int) []Found {
	found, _ := bigBelow(root, root.Name, limit)
	return found
}

// bigBelow lists the big folders from f down, and returns the size of f.
func bigBelow(f Folder, path string, limit int) (found []Found, size int) {
	for _, file := range f.Files {
		size += file
	}
	var below []Found
	for _, sub := range f.Folders {
		more, s := bigBelow(sub, path+"/"+sub.Name, limit)
		below = append(below, more...)
		size += s
	}
	if size > limit {
		found = append(found, Found{path, size})
	}
	return append(found, below...), size
}
