/**
 * The networks of {@code keras.applications}: one file a family, each a value with Keras' options and defaults, the names
 * of its layers those of Keras, so that weights and files fit. {@link io.cornu.models.applications.Applications} finds them by name; training and files
 * are not their matter.
 */
@NullMarked
package io.cornu.models.applications;

import org.jspecify.annotations.NullMarked;
