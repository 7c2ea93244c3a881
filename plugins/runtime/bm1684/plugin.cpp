// runtime-bm1684: executes .bmodel programs instruction by instruction.
