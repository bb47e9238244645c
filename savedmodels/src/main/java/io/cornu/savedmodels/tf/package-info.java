/**
 * TensorFlow's SavedModel directories: {@link io.cornu.savedmodels.tf.SavedModel} writes a model so that Python,
 * TensorFlow Serving and Java load it, and reads such directories, whoever wrote them, for predicting.
 *
 * <p>A SavedModel from someone else is a program. What it may do is checked before it is loaded; see
 * {@link io.cornu.savedmodels.tf.ReadOptions}.
 *
 * <p>Keras' own files do not belong here: they hold architectures, which can be trained in Java; a SavedModel holds
 * what the architecture computes.
 */
@NullMarked
package io.cornu.savedmodels.tf;

import org.jspecify.annotations.NullMarked;
