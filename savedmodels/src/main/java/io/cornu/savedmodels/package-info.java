/**
 * What kind of file a model lies in: {@link io.cornu.savedmodels.ModelFormat} tells by the content which of the packages
 * below reads it.
 *
 * <p>Reading and writing do not belong here: {@code keras} holds the formats of Keras, {@code tf} those of TensorFlow.
 */
@NullMarked
package io.cornu.savedmodels;

import org.jspecify.annotations.NullMarked;
