/** The command line end to end: its contract, its run folders, and what it says of bad input. */
@NullMarked
package io.cornu.tests.cli;

import org.jspecify.annotations.NullMarked;
