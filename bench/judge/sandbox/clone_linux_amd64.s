#include "textflag.h"

// func rawClone(flags uintptr) (pid uintptr, errno syscall.Errno)
TEXT ·rawClone(SB), NOSPLIT|NOFRAME, $0-24
	MOVQ flags+0(FP), DI
	MOVQ $0, SI           // the stack: go on with ours
	MOVQ $0, DX
	MOVQ $0, R10
	MOVQ $0, R8
	MOVQ $0, R9
	MOVQ $56, AX          // SYS_CLONE
	POPQ R12              // the return address
	SYSCALL
	PUSHQ R12
	CMPQ AX, $0xfffffffffffff001
	JLS  ok
	MOVQ $0, pid+8(FP)
	NEGQ AX
	MOVQ AX, errno+16(FP)
	RET
ok:
	MOVQ AX, pid+8(FP)
	MOVQ $0, errno+16(FP)
	RET
