package io.cornu.tests.parity;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.gelu;
import static io.cornu.activations.Activations.glu;
import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.selu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.regularizers.Regularizers.l1;
import static io.cornu.regularizers.Regularizers.l1L2;
import static io.cornu.regularizers.Regularizers.l2;

import io.cornu.constraints.Constraints;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.initializers.RandomUniform;
import io.cornu.layers.Dense;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.Identity;
import io.cornu.layers.Input;
import io.cornu.layers.Masking;
import io.cornu.model.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/** Dense, EinsumDense, Embedding, Identity and Masking. */
class CoreLayerParityTest extends LayerParity {
    private static final Initializer WIDE = RandomUniform.of(-1, 1);

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        dense(cases);
        einsum(cases);
        embedding(cases);
        cases.add(vector("Identity", Identity.of()));
        cases.add(image("Identity on images", Identity.of()));
        // The mask would count in our loss and not in Python's sum; Flatten ends it.
        cases.add(LayerCase.of("Masking", Sequential.of(Input.of(7, 4), Masking.of(), Dense.of(3), Flatten.of()))
                .withInputs(LayerParity::padded));
        cases.add(
                LayerCase.of("Masking of 0.5", Sequential.of(Input.of(7, 4), Masking.of(.5), Dense.of(3), Flatten.of()))
                        .withInputs((random, shape) -> halves(random, shape)));
        cases.add(sequence("Masking of what is computed", Masking.of()));
        return cases;
    }

    private static void dense(List<LayerCase> cases) {
        Dense plain = Dense.of(7);
        cases.add(vector("Dense", plain));
        cases.add(vector("Dense without bias", plain.withUseBias(false)));
        cases.add(sequence("Dense on sequences", plain));
        cases.add(image("Dense on images", Dense.of(3).withActivation(relu())));
        cases.add(volume("Dense on volumes", Dense.of(2).withBiasInitializer(WIDE)));
        for (var activation : List.of(relu(), elu(), selu(), gelu(), sigmoid(), tanh(), softmax())) {
            cases.add(vector("Dense " + activation, Dense.of(4).withActivation(activation)));
        }
        cases.add(vector("Dense glu", Dense.of(4).withActivation(glu())));
        cases.add(vector("Dense kernel l2", plain.withKernelRegularizer(l2(.3))));
        cases.add(vector(
                "Dense bias l1 and l2", plain.withBiasRegularizer(l1L2(.2, .1)).withBiasInitializer(WIDE)));
        cases.add(vector("Dense activity l2", plain.withActivityRegularizer(l2(.3))));
        cases.add(sequence(
                "Dense activity l1 behind relu",
                plain.withActivityRegularizer(l1(.3)).withActivation(relu())));
        cases.add(vector(
                "Dense constraints",
                plain.withKernelConstraint(Constraints.maxNorm(1)).withBiasConstraint(Constraints.nonNeg())));
        cases.add(vector("Dense he_normal", plain.withKernelInitializer(Initializers.heNormal())));
    }

    private static void einsum(List<LayerCase> cases) {
        cases.add(vector("EinsumDense ab,bc->ac", EinsumDense.of("ab,bc->ac", 7)));
        cases.add(vector("EinsumDense ab,bc->ac bias", biased(EinsumDense.of("ab,bc->ac", 7), "c")));
        cases.add(vector("EinsumDense ab,cb->ac", biased(EinsumDense.of("ab,cb->ac", 7), "c")));
        cases.add(vector("EinsumDense two new dimensions", biased(EinsumDense.of("ab,bcd->acd", 3, 2), "cd")));
        cases.add(vector("EinsumDense elementwise", biased(EinsumDense.of("ab,b->ab", 5), "b")));
        cases.add(vector("EinsumDense outer", biased(EinsumDense.of("ab,c->abc", 5, 3), "bc")));
        cases.add(vector("EinsumDense sum times vector", EinsumDense.of("ab,c->ac", 3)));
        for (String bias : List.of("", "d", "bd", "b")) {
            cases.add(sequence(
                    "EinsumDense abc,cd->abd bias '" + bias + "'", biased(EinsumDense.of("abc,cd->abd", 7, 6), bias)));
        }
        cases.add(sequence("EinsumDense unknown size", biased(EinsumDense.of("abc,cd->abd", -1, 6), "d")));
        cases.add(sequence("EinsumDense transposed", biased(EinsumDense.of("abc,cd->adb", 6, -1), "d")));
        cases.add(sequence("EinsumDense sum over steps", biased(EinsumDense.of("abc,cd->ad", 6), "d")));
        cases.add(sequence("EinsumDense both dimensions", biased(EinsumDense.of("abc,bcd->ad", 6), "d")));
        cases.add(sequence("EinsumDense kernel by step", biased(EinsumDense.of("abc,bcd->abd", 7, 6), "bd")));
        cases.add(sequence("EinsumDense no new dimension", EinsumDense.of("abc,c->ab", 7)));
        cases.add(sequence("EinsumDense elementwise 2", EinsumDense.of("abc,bc->abc", 7, 5)));
        cases.add(sequence("EinsumDense capitals", biased(EinsumDense.of("aBc,cD->aBD", -1, 6), "D")));
        for (String bias : List.of("e", "de", "d")) {
            cases.add(sequence(
                    "EinsumDense heads bias " + bias, biased(EinsumDense.of("abc,cde->abde", -1, 3, 2), bias)));
        }
        cases.add(image("EinsumDense abcd,cde->abe", biased(EinsumDense.of("abcd,cde->abe", 8, 3), "e")));
        // With more dimensions for the ellipsis, TensorFlow's own Einsum is wrong: see EinsumDenseTest.
        cases.add(vector("EinsumDense ellipsis on the left, rank 2", biased(EinsumDense.of("...x,xy->...y", 6), "y")));
        cases.add(sequence("EinsumDense ellipsis on the left", biased(EinsumDense.of("...x,xy->...y", 6), "y")));
        cases.add(sequence("EinsumDense ellipsis, two new", biased(EinsumDense.of("...x,xyz->...yz", 3, 2), "yz")));
        cases.add(image("EinsumDense ellipsis, two old", biased(EinsumDense.of("...wx,xwy->...y", 3), "y")));
        cases.add(vector("EinsumDense ellipsis on the right, none", biased(EinsumDense.of("ab...,bc->ac...", 3), "c")));
        cases.add(sequence("EinsumDense ellipsis on the right", biased(EinsumDense.of("ab...,bc->ac...", 3), "c")));
        cases.add(
                image("EinsumDense ellipsis on the right, rank 4", biased(EinsumDense.of("ab...,bc->ac...", 3), "c")));
        cases.add(sequence(
                "EinsumDense options",
                biased(EinsumDense.of("abc,cd->abd", -1, 6), "d")
                        .withActivation(tanh())
                        .withKernelRegularizer(l2(.1))
                        .withBiasRegularizer(l1(.2))
                        .withActivityRegularizer(l2(.3))
                        .withKernelConstraint(Constraints.unitNorm())
                        .withBiasConstraint(Constraints.maxNorm())));
    }

    private static EinsumDense biased(EinsumDense layer, String axes) {
        return layer.withBiasAxes(axes).withBiasInitializer(WIDE);
    }

    private static void embedding(List<LayerCase> cases) {
        Embedding plain = Embedding.of(9, 4);
        cases.add(words("Embedding", Sequential.of(Input.of(6), plain)));
        cases.add(words("Embedding of single numbers", Sequential.of(Input.of(), plain)));
        cases.add(words("Embedding of tables", Sequential.of(Input.of(3, 2), plain, Dense.of(2))));
        cases.add(words(
                "Embedding of whole numbers",
                Sequential.of(Input.of(6).withDataType(DataType.INT32), plain, Flatten.of(), Dense.of(2))));
        cases.add(words(
                "Embedding options",
                Sequential.of(
                        Input.of(6),
                        plain.withEmbeddingsInitializer(Initializers.glorotNormal())
                                .withEmbeddingsRegularizer(l2(.1))
                                .withEmbeddingsConstraint(Constraints.unitNorm())
                                .withActivityRegularizer(l1(.3)))));
        cases.add(words(
                "Embedding that masks",
                Sequential.of(Input.of(6), plain.withMaskZero(true), Dense.of(3), Flatten.of())));
    }

    private static LayerCase words(String name, Sequential architecture) {
        return LayerCase.of(name, architecture).withInputs((random, shape) -> whole(random, shape, 9));
    }

    private static Array halves(RandomGenerator random, Shape shape) {
        float[] values = padded(random, shape).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == 0 ? .5f : values[i];
        }
        return Array.of(values, shape.asArray());
    }
}
