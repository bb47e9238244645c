/**
 * What tells two models apart: {@link io.cornu.savedmodels.compare.ModelComparison} runs both on the same inputs,
 * {@link io.cornu.savedmodels.compare.ModelDiff} looks at their layers, options, weights and training settings.
 *
 * <p>All results are values. Printing them belongs to the command line.
 */
@NullMarked
package io.cornu.savedmodels.compare;

import org.jspecify.annotations.NullMarked;
