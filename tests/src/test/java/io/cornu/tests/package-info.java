/** Tests that cross modules. */
@NullMarked
package io.cornu.tests;

import org.jspecify.annotations.NullMarked;
