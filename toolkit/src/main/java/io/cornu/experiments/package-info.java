/**
 * Experiments: several trainings compared, what came of them as a report for people and programs, and the journal that
 * lets an interrupted one go on. {@link io.cornu.experiments.Lab} runs, {@link io.cornu.experiments.Comparison} is what
 * it finds, and {@link io.cornu.experiments.Report} is what is written.
 *
 * <p>What an experiment trains, and on what data, is not told here but where the experiment is.
 */
@NullMarked
package io.cornu.experiments;

import org.jspecify.annotations.NullMarked;
