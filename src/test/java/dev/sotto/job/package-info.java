/** Tests of the job rules: pure, with time and chance in the test's hands. */
package dev.sotto.job;
