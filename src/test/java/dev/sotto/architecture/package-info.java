/**
 * The law of the house as tests: who may import whom, how long, wide and plain a source file may be, and whether the
 * documentation agrees with the code.
 */
package dev.sotto.architecture;
