/**
 * A search over hyper-parameters: an objective asks a {@link io.cornu.tuning.Trial} for its settings as it runs, a
 * {@link io.cornu.tuning.Sampler} proposes them from what earlier trials gave, and a {@link io.cornu.tuning.Pruner}
 * stops trials that fall behind. The way in is {@link io.cornu.tuning.Study}.
 *
 * <p>The objective may be anything that gives a number: nothing here knows of models or of TensorFlow. Figures of a
 * study lie elsewhere; {@link io.cornu.tuning.StudyResult} has the numbers for them.
 */
@NullMarked
package io.cornu.tuning;

import org.jspecify.annotations.NullMarked;
