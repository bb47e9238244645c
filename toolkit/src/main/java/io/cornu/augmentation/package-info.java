/**
 * Images changed at random while a network trains, so that it learns what does not matter: {@link
 * io.cornu.augmentation.RandomFlip} and its like are layers, for the start of a network; {@link
 * io.cornu.augmentation.MixUp} and {@link io.cornu.augmentation.CutMix} change targets with the images, and are given to
 * {@link io.cornu.model.Fit#withAugmentation}.
 *
 * <p>All of it happens in the graph, on the device that trains, and only in {@link io.cornu.layers.Phase#TRAINING}:
 * evaluation and prediction see images as they are, and so does Monte-Carlo prediction, whose subject is dropout. The
 * seed of the model decides all draws, which differ in every step and, unless a layer says otherwise, for every image.
 * Layers without weights have nothing to freeze: they go on drawing in a frozen part of a network that trains.
 *
 * <p>Names, defaults and distributions are those of Keras 3.15, its quirks included where they decide results; each
 * layer names them.
 */
@NullMarked
package io.cornu.augmentation;

import org.jspecify.annotations.NullMarked;
