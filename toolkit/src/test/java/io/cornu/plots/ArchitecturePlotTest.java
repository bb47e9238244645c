package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.layers.Add;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Padding;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.model.Sequential;
import io.cornu.plots.LayeredLayout.Box;
import io.cornu.plots.LayeredLayout.Point;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ArchitecturePlotTest {
    private record Odd() implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.input();
        }

        @Override
        public String kind() {
            return "A<B> & \"C\"\u0007";
        }
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(8, 8, 4).named("image"));
        Node x = net.add(Conv2D.of(4, 3).withPadding(Padding.SAME), image);
        Node y = net.add(Conv2D.of(4, 3).withPadding(Padding.SAME), x);
        Node z = net.add(Conv2D.of(4, 3).withPadding(Padding.SAME), y);
        Node sum = net.add(Add.of(), x, z, image);
        Shared dense = net.share(Dense.of(4));
        Node twice = net.call(dense, net.call(dense, sum));
        return net.build(image, net.add(Dense.of(2).withPolicy(DTypePolicy.FLOAT32), net.add(Flatten.of(), twice)));
    }

    @Test
    void everyCallIsABoxWithNameClassAndShape() throws Exception {
        Document drawing = parsed(ArchitecturePlot.of(residual()).svg());
        List<String> texts = texts(drawing);
        assertThat(texts)
                .contains("functional", "image (InputLayer)", "(None, 8, 8, 4)", "conv2d_1 (Conv2D)", "add (Add)")
                .contains("dense (Dense)", "dense [1] (Dense)", "dense_1 (Dense, float32)", "(None, 2)");
        // Nine calls and the background; ten arrows between them.
        assertThat(drawing.getElementsByTagName("rect").getLength()).isEqualTo(10);
        assertThat(drawing.getElementsByTagName("path").getLength() - 1).isEqualTo(10);
    }

    @Test
    void namesAreEscaped() throws Exception {
        Architecture odd = Sequential.of(Input.of(2), new Odd().named("odd")).named("<script>&\u0000");
        assertThat(texts(parsed(ArchitecturePlot.of(odd).svg()))).contains("<script>&?", "odd (A<B> & \"C\"?)");
    }

    @Test
    void theDrawingIsWrittenWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("net.svg");
        ArchitecturePlot.of(residual()).writeSvg(file);
        assertThat(Files.readString(file))
                .isEqualTo(ArchitecturePlot.of(residual()).svg());
        assertThat(folder.toFile().list()).containsExactly("net.svg");
    }

    /** Boxes stand below those that lead to them and never overlap, nor does an arrow pass through a foreign box. */
    @Test
    void randomGraphsAreLaidOutWithoutOverlaps() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(30);
            List<Double> widths = new ArrayList<>();
            List<List<Integer>> inputs = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                widths.add(20 + 200 * random.nextDouble());
                int count = i == 0 ? 0 : 1 + random.nextInt(Math.min(3, i));
                List<Integer> before = new ArrayList<>();
                for (int j = 0; j < count; j++) {
                    before.add(random.nextInt(i));
                }
                inputs.add(before);
            }
            requireClear(new LayeredLayout(widths, 40, inputs), inputs);
        }
    }

    private static void requireClear(LayeredLayout layout, List<List<Integer>> inputs) {
        List<Box> boxes = layout.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            assertThat(box.left()).isGreaterThanOrEqualTo(-1e-9);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(layout.width() + 1e-9);
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(layout.height() + 1e-9);
            for (int input : inputs.get(i)) {
                assertThat(boxes.get(input).top() + box.height()).isLessThan(box.top());
            }
            for (Box other : boxes.subList(i + 1, boxes.size())) {
                boolean isApart = box.top() != other.top()
                        || box.left() + box.width() < other.left()
                        || other.left() + other.width() < box.left();
                assertThat(isApart).as("%s and %s", box, other).isTrue();
            }
            for (List<Point> edge : layout.edges()) {
                for (Point point : edge.subList(1, edge.size() - 1)) {
                    boolean isInside = point.y() >= box.top()
                            && point.y() <= box.top() + box.height()
                            && point.x() > box.left()
                            && point.x() < box.left() + box.width();
                    assertThat(isInside).as("%s in %s", point, box).isFalse();
                }
            }
        }
    }

    @Test
    void aThousandLayersAreNoProblem() {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(2)));
        layers.addAll(Collections.nCopies(1000, Dense.of(2)));
        assertThat(ArchitecturePlot.of(Sequential.of(layers)).svg()).contains("dense_999 (Dense)");
    }

    private static List<String> texts(Document drawing) {
        NodeList found = drawing.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
