package io.cornu.optimizers.fullbatch;

import io.cornu.text.Arguments;
import io.jenetics.DoubleChromosome;
import io.jenetics.DoubleGene;
import io.jenetics.EliteSelector;
import io.jenetics.GaussianMutator;
import io.jenetics.Genotype;
import io.jenetics.Optimize;
import io.jenetics.TournamentSelector;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.util.RandomRegistry;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Evolves a population of weights: the better ones are more likely to have offspring, which mixes the weights of two
 * and changes some of them a little. It needs no gradient. An iteration is a generation.
 *
 * <p>Source: Jenetics 7.2: tournament selection of three, two elites that always live on, uniform crossover, Gaussian
 * mutation.
 *
 * @param population how many rows of weights live at once, at least 4; 50 by default
 * @param range weights are looked for in [start - range, start + range], above 0; 1 by default
 * @param mutation the share of weights that change in a generation, in [0, 1); 0.05 by default
 */
@RecordBuilder
public record GeneticSearch(int population, double range, double mutation)
        implements FullBatchOptimizer, GeneticSearchBuilder.With {
    private static final double CROSSOVER = .5;
    private static final int TOURNAMENT = 3;
    private static final int ELITES = 2;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the population is below 4, the range is not above 0, or the mutation lies
     *     outside [0, 1)
     */
    public GeneticSearch {
        Arguments.require(population >= 4, "GeneticSearch", "population must be at least 4", population);
        Arguments.positive("GeneticSearch", "range", range);
        Arguments.share("GeneticSearch", "mutation", mutation);
    }

    /**
     * A search with the defaults.
     *
     * @return the optimizer
     */
    public static GeneticSearch of() {
        return new GeneticSearch(50, 1, .05);
    }

    @Override
    public void minimize(Search search) {
        RandomRegistry.with(search.random(), random -> {
            evolve(search);
            return search;
        });
    }

    private void evolve(Search search) {
        double[] start = search.start();
        Engine<DoubleGene, Double> engine = Engine.builder(
                        genotype -> fitness(search, weights(start, genotype)),
                        // Jenetics wants one range for all genes, so they are distances from the start.
                        Genotype.of(DoubleChromosome.of(-range, range, start.length)))
                .optimize(Optimize.MINIMUM)
                .populationSize(population)
                .offspringSelector(new TournamentSelector<>(TOURNAMENT))
                .survivorsSelector(new EliteSelector<DoubleGene, Double>(ELITES, new TournamentSelector<>(TOURNAMENT)))
                .alterers(new UniformCrossover<>(CROSSOVER), new GaussianMutator<>(mutation))
                // One session computes all losses, and the same order makes the same numbers.
                .executor(Runnable::run)
                .build();
        Iterator<EvolutionResult<DoubleGene, Double>> generations =
                engine.stream().iterator();
        double[] best = start;
        double loss = fitness(search, start);
        do {
            EvolutionResult<DoubleGene, Double> generation = generations.next();
            if (generation.bestFitness() < loss) {
                loss = generation.bestFitness();
                best = weights(start, generation.bestPhenotype().genotype());
            }
        } while (search.next(best.clone()));
    }

    private static double[] weights(double[] start, Genotype<DoubleGene> genotype) {
        double[] weights = genotype.chromosome().as(DoubleChromosome.class).toArray();
        Arrays.setAll(weights, i -> start[i] + weights[i]);
        return weights;
    }

    /** A loss that is no number must not win. */
    private static double fitness(Search search, double[] weights) {
        double loss = search.loss(weights);
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
