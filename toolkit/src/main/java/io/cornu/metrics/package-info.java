/**
 * What people watch: {@link io.cornu.metrics.Metric} accumulates over batches inside the graph and is read out once an
 * epoch.
 */
@NullMarked
package io.cornu.metrics;

import org.jspecify.annotations.NullMarked;
