/** The {@code cornu} script at the root of the repository. */
@NullMarked
package io.cornu.tests.launcher;

import org.jspecify.annotations.NullMarked;
