//go:build mips.softfloat || mipsle.softfloat || mips64.softfloat || mips64le.softfloat || (arm && !arm.6)

package flow

// softFloat tells that the compiler makes floating point of integer instructions.
const softFloat = true
