package io.cornu.savedmodels.compare;

import static io.cornu.activations.Activations.relu;
import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.Sequential;
import io.cornu.savedmodels.compare.LayerChange.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureDiffTest {
    @Test
    void equalNetworksDoNotDiffer() {
        assertThat(ArchitectureDiff.of(net(Dense.of(3)), net(Dense.of(3))).isEmpty())
                .isTrue();
    }

    @Test
    void optionsAreToldByKerasNames() {
        ArchitectureDiff diff = ArchitectureDiff.of(
                net(Conv2D.of(4, 3).named("conv"), Dropout.of(.2).named("drop")),
                net(
                        Conv2D.of(8, 3).withStrides(2).withActivation(relu()).named("conv"),
                        Dropout.of(.2).named("drop")));
        assertThat(diff.model()).isEmpty();
        assertThat(diff.layers()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.CHANGED);
            assertThat(change.className()).isEqualTo("Conv2D");
            assertThat(change.options())
                    .extracting(OptionChange::toString)
                    .containsExactlyInAnyOrder(
                            "filters: 4 -> 8", "strides: (default) -> [2, 2]", "activation: (default) -> relu");
        });
    }

    @Test
    void layersAddedAndRemovedDoNotDisturbTheOthers() {
        Architecture before = net(Conv2D.of(4, 3), BatchNormalization.of(), Flatten.of(), Dense.of(3));
        Architecture after = net(Conv2D.of(4, 3), Flatten.of(), Dropout.of(.5), Dense.of(3));
        List<LayerChange> changes = ArchitectureDiff.of(before, after).layers();
        assertThat(changes)
                .filteredOn(change -> change.kind() == Kind.REMOVED)
                .extracting(LayerChange::className)
                .containsExactly("BatchNormalization");
        assertThat(changes)
                .filteredOn(change -> change.kind() == Kind.ADDED)
                .extracting(LayerChange::className)
                .containsExactly("Dropout");
        // What follows is called on something else.
        assertThat(changes)
                .filteredOn(change -> change.kind() == Kind.CHANGED)
                .extracting(change -> change.first().orElse("") + " " + change.options())
                .containsExactly(
                        "flatten [inputs: batch_normalization -> conv2d]", "dense [inputs: flatten -> dropout]");
    }

    /** As Python numbers the layers of a second model. */
    @Test
    void newNumbersAreNewNamesOnly() {
        Architecture first =
                net(Conv2D.of(4, 3).named("conv2d"), Conv2D.of(4, 3).named("conv2d_1"));
        Architecture second =
                net(Conv2D.of(4, 3).named("conv2d_1"), Conv2D.of(4, 3).named("conv2d_2"));
        assertThat(ArchitectureDiff.of(first, second).layers())
                .extracting(change ->
                        change.first().orElse("") + ">" + change.second().orElse("") + change.options())
                .containsExactly("conv2d>conv2d_1[]", "conv2d_1>conv2d_2[]");
    }

    @Test
    void connectionsAndOutputsCount() {
        assertThat(ArchitectureDiff.of(branches(true), branches(false)).layers())
                .singleElement()
                .extracting(change -> change.options().toString())
                .isEqualTo("[inputs: left, right -> left, left]");
        Architecture whole = net(Dense.of(3).named("a"), Dense.of(3).named("b"));
        assertThat(ArchitectureDiff.of(whole.outputsOf("a", "b"), whole.outputsOf("b", "a"))
                        .model())
                .extracting(OptionChange::toString)
                .containsExactly("outputs: a, b -> b, a");
    }

    private static Architecture branches(boolean isBoth) {
        Functional.Builder net = Functional.builder();
        var input = net.input(Input.of(4).named("in"));
        var left = net.add(Dense.of(3).named("left"), input);
        var right = net.add(Dense.of(3).named("right"), input);
        var sum = net.add(Add.of().named("sum"), left, isBoth ? right : left);
        return net.build(List.of(input), List.of(sum, right));
    }

    private static Architecture net(Layer... layers) {
        Layer[] all = new Layer[layers.length + 1];
        all[0] = Input.of(8, 8, 3).named("in");
        System.arraycopy(layers, 0, all, 1, layers.length);
        return Sequential.of(all);
    }
}
