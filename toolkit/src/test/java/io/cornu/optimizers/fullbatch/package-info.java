@NullMarked
package io.cornu.optimizers.fullbatch;

import org.jspecify.annotations.NullMarked;
