/** The shell scripts, run as a person would on machines that lack something. */
package dev.sotto.scripts;
