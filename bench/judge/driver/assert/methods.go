package assert

// The assertions as methods.

// Equal is the function of that name.
func (s *Assertions) Equal(expected, actual any, _ ...any) bool {
	return Equal(s.t, expected, actual)
}

// NotEqual is the function of that name.
func (s *Assertions) NotEqual(expected, actual any, _ ...any) bool {
	return NotEqual(s.t, expected, actual)
}

// EqualValues is the function of that name.
func (s *Assertions) EqualValues(expected, actual any, _ ...any) bool {
	return EqualValues(s.t, expected, actual)
}

// True is the function of that name.
func (s *Assertions) True(value bool, _ ...any) bool {
	return True(s.t, value)
}

// False is the function of that name.
func (s *Assertions) False(value bool, _ ...any) bool {
	return False(s.t, value)
}

// Nil is the function of that name.
func (s *Assertions) Nil(object any, _ ...any) bool {
	return Nil(s.t, object)
}

// NotNil is the function of that name.
func (s *Assertions) NotNil(object any, _ ...any) bool {
	return NotNil(s.t, object)
}

// NoError is the function of that name.
func (s *Assertions) NoError(err error, _ ...any) bool {
	return NoError(s.t, err)
}

// Error is the function of that name.
func (s *Assertions) Error(err error, _ ...any) bool {
	return Error(s.t, err)
}

// ErrorIs is the function of that name.
func (s *Assertions) ErrorIs(err, target error, _ ...any) bool {
	return ErrorIs(s.t, err, target)
}

// EqualError is the function of that name.
func (s *Assertions) EqualError(err error, text string, _ ...any) bool {
	return EqualError(s.t, err, text)
}

// InDelta is the function of that name.
func (s *Assertions) InDelta(expected, actual any, delta float64, _ ...any) bool {
	return InDelta(s.t, expected, actual, delta)
}

// Len is the function of that name.
func (s *Assertions) Len(object any, length int, _ ...any) bool {
	return Len(s.t, object, length)
}

// Empty is the function of that name.
func (s *Assertions) Empty(object any, _ ...any) bool {
	return Empty(s.t, object)
}

// NotEmpty is the function of that name.
func (s *Assertions) NotEmpty(object any, _ ...any) bool {
	return NotEmpty(s.t, object)
}

// Zero is the function of that name.
func (s *Assertions) Zero(object any, _ ...any) bool {
	return Zero(s.t, object)
}

// Contains is the function of that name.
func (s *Assertions) Contains(list, element any, _ ...any) bool {
	return Contains(s.t, list, element)
}

// NotContains is the function of that name.
func (s *Assertions) NotContains(list, element any, _ ...any) bool {
	return NotContains(s.t, list, element)
}

// ElementsMatch is the function of that name.
func (s *Assertions) ElementsMatch(listA, listB any, _ ...any) bool {
	return ElementsMatch(s.t, listA, listB)
}

// Greater is the function of that name.
func (s *Assertions) Greater(a, b any, _ ...any) bool {
	return Greater(s.t, a, b)
}

// GreaterOrEqual is the function of that name.
func (s *Assertions) GreaterOrEqual(a, b any, _ ...any) bool {
	return GreaterOrEqual(s.t, a, b)
}

// Less is the function of that name.
func (s *Assertions) Less(a, b any, _ ...any) bool {
	return Less(s.t, a, b)
}

// LessOrEqual is the function of that name.
func (s *Assertions) LessOrEqual(a, b any, _ ...any) bool {
	return LessOrEqual(s.t, a, b)
}

// Panics is the function of that name.
func (s *Assertions) Panics(f func(), _ ...any) bool {
	return Panics(s.t, f)
}

// NotPanics is the function of that name.
func (s *Assertions) NotPanics(f func(), _ ...any) bool {
	return NotPanics(s.t, f)
}

// Fail is the function of that name.
func (s *Assertions) Fail(message string, _ ...any) bool {
	return Fail(s.t, message)
}
