package task

import (
	"math"
	"strconv"
	"strings"
)

func Calc(expr string) (int64, error) {
	c := calculator{rest: strings.TrimLeft(expr, " ")}
	value := c.sum()
	if c.bad || c.rest != "" {
		return 0, ErrSyntax
	}
	if c.fault != nil {
		return 0, c.fault
	}
	return value, nil
}

// calculator reads an expression and computes it on the way. After a fault it
// reads on, since bad syntax later in the text comes first.
type calculator struct {
	rest  string // what has not been read; never begins with a space
	bad   bool
	fault error // the first one
}

// take skips the operator op and the spaces after it, if op comes next.
func (c *calculator) take(op byte) bool {
	if c.rest == "" || c.rest[0] != op {
		return false
	}
	c.rest = strings.TrimLeft(c.rest[1:], " ")
	return true
}

func (c *calculator) sum() int64 {
	value := c.product()
	for {
		switch {
		case c.take('+'):
			value = c.step('+', value, c.product())
		case c.take('-'):
			value = c.step('-', value, c.product())
		default:
			return value
		}
	}
}

func (c *calculator) product() int64 {
	value := c.factor()
	for {
		switch {
		case c.take('*'):
			value = c.step('*', value, c.factor())
		case c.take('/'):
			value = c.step('/', value, c.factor())
		default:
			return value
		}
	}
}

func (c *calculator) factor() int64 {
	if c.take('-') {
		return c.step('-', 0, c.factor())
	}
	if c.take('(') {
		value := c.sum()
		if !c.take(')') {
			c.bad = true
		}
		return value
	}
	end := 0
	for end < len(c.rest) && c.rest[end] >= '0' && c.rest[end] <= '9' {
		end++
	}
	if end == 0 {
		c.bad = true
		return 0
	}
	value, err := strconv.ParseInt(c.rest[:end], 10, 64)
	if err != nil {
		c.fail(ErrOverflow)
	}
	c.rest = strings.TrimLeft(c.rest[end:], " ")
	return value
}

func (c *calculator) fail(err error) {
	if c.fault == nil {
		c.fault = err
	}
}

// step computes one operator; after a fault its value means nothing.
func (c *calculator) step(op byte, a, b int64) int64 {
	var value int64
	var overflow bool
	switch op {
	case '+':
		value = a + b
		overflow = (value > a) != (b > 0)
	case '-':
		value = a - b
		overflow = (value < a) != (b > 0)
	case '*':
		value = a * b
		overflow = a != 0 && (value/a != b || a == -1 && b == math.MinInt64)
	case '/':
		if b == 0 {
			c.fail(ErrDivide)
			return 0
		}
		value = a / b
		overflow = a == math.MinInt64 && b == -1
	}
	if overflow {
		c.fail(ErrOverflow)
	}
	return value
}
