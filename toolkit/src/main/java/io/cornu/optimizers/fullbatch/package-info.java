/**
 * Optimizers for small models that look at the loss of all examples at once: {@link
 * io.cornu.optimizers.fullbatch.FullBatchOptimizer}. Plain gradient descent needs none of them: it is {@link
 * io.cornu.optimizers.SGD} with {@code Fit.withFullBatch()}.
 */
@NullMarked
package io.cornu.optimizers.fullbatch;

import org.jspecify.annotations.NullMarked;
