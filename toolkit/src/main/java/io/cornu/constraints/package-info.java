/**
 * What weights must be: {@link io.cornu.constraints.Constraints} has Keras' own; implement
 * {@link io.cornu.constraints.Constraint} for one of your own. A constraint changes a weight after the optimizer has;
 * a {@link io.cornu.regularizers.Regularizer} changes the loss instead.
 */
@NullMarked
package io.cornu.constraints;

import org.jspecify.annotations.NullMarked;
