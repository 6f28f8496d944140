/** The law of the house as tests: who may import whom, and how long, wide and plain a source file may be. */
package dev.sotto.architecture;
