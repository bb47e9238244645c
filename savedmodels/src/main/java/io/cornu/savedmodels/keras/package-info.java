/**
 * Keras' files, written and read: {@code .keras} archives by {@link io.cornu.savedmodels.keras.KerasArchive},
 * {@code .weights.h5} by {@link io.cornu.savedmodels.keras.KerasWeights}, and the {@code .h5} files of old by
 * {@link io.cornu.savedmodels.keras.KerasH5}. What Keras 2 and tf_keras wrote is read in all three.
 *
 * <p>What is written opens with {@code keras.models.load_model} in safe mode and goes on training where it stopped: a
 * Sequential in Keras 3.0.5 and later, a Functional in 3.4 and later, which was the first to write one input and one
 * output as it is done now. What is read may come from anyone: a class named in a file is looked up in the
 * {@link io.cornu.savedmodels.keras.KerasRegistry} and never in Java, no file but the one named (and the parts that an index of weights names beside it) is touched, and an option
 * that this toolkit does not honor is refused by name instead of being dropped.
 *
 * <p>To add a layer (or an optimizer, loss, metric, initializer, regularizer, schedule): one record, and one
 * {@link io.cornu.savedmodels.keras.KerasCodec} in the registry.
 *
 * <p>The bytes of zip, JSON and HDF5 do not belong here: see {@code archive} and {@code hdf5}.
 */
@NullMarked
package io.cornu.savedmodels.keras;

import org.jspecify.annotations.NullMarked;
