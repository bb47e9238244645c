/**
 * The {@code cornu} command: one class per subcommand, around the libraries.
 *
 * <p>{@link io.cornu.cli.Main} starts it. Results go to the standard output, everything else to the standard
 * error; errors are one line, and the exit code is 0, 1 (failed) or 2 (usage). What another program could
 * want to call does not belong here but in the toolkit.
 */
@NullMarked
package io.cornu.cli;

import org.jspecify.annotations.NullMarked;
