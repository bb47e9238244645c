/**
 * What people read: checks of arguments that explain themselves, shapes as Keras prints them, and suggestions for
 * misspelled names.
 */
@NullMarked
package io.cornu.text;

import org.jspecify.annotations.NullMarked;
