package io.cornu.events;

import com.google.protobuf.ByteString;
import io.cornu.text.Arguments;
import io.cornu.text.HostName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SourceMetadata;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A new file of events, in the form of {@code tf.summary.create_file_writer} of TensorFlow 2.
 *
 * <p>Every event is in the file when its method returns, so that a TensorBoard that is running shows it. For one
 * thread at a time. Close it.
 *
 * <p>Source: TensorFlow 2.18, {@code tensorflow/core/util/event.proto}, and TensorBoard 2.18, {@code
 * tensorboard/plugins}.
 */
public final class EventFile implements AutoCloseable {
    /** What the names of all event files begin with. */
    public static final String PREFIX = "events.out.tfevents.";

    private static final int BUCKETS = 30;

    private final RecordStream records;
    private final Clock clock;

    private EventFile(RecordStream records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /**
     * Makes a file whose name tells TensorBoard the order of the files in a folder.
     *
     * @param folder where, made if missing
     * @return the file, with nothing but its version in it
     * @throws IOException if it cannot be made
     */
    public static EventFile create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Clock clock = Clock.systemUTC();
        String start = PREFIX + clock.instant().getEpochSecond() + "."
                + HostName.current().replaceAll("[^A-Za-z0-9_-]", "_") + "."
                + ProcessHandle.current().pid() + ".";
        for (int number = 0; ; number++) {
            try {
                EventFile file = new EventFile(
                        new RecordStream(Files.newOutputStream(
                                folder.resolve(start + number + ".v2"), StandardOpenOption.CREATE_NEW)),
                        clock);
                file.write(Event.newBuilder()
                        .setFileVersion("brain.Event:2")
                        .setSourceMetadata(SourceMetadata.newBuilder().setWriter("io.cornu.events")));
                return file;
            } catch (FileAlreadyExistsException taken) {
                // Another fit of this second; the next number is free.
                continue;
            }
        }
    }

    /**
     * Writes a number.
     *
     * @param tag its name, such as {@code epoch_loss}
     * @param step where on the axis, such as the epoch
     * @param value the number, kept as float32
     * @throws IOException if the disk fails
     */
    public void scalar(String tag, long step, double value) throws IOException {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addFloatVal((float) value);
        write(step, tag, metadata("scalars", ByteString.EMPTY), tensor);
    }

    /**
     * Writes how numbers are distributed, in 30 buckets of the same width.
     *
     * @param tag its name
     * @param step where on the axis
     * @param values the numbers; where there are none, or some are not finite, nothing can be shown and nothing is
     *     written
     * @throws IOException if the disk fails
     */
    public void histogram(String tag, long step, double[] values) throws IOException {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return;
            }
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (values.length == 0) {
            return;
        }
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(DataType.DT_DOUBLE).setTensorShape(shape(BUCKETS, 3));
        double[] counts = counts(values, low, high);
        for (int i = 0; i < BUCKETS; i++) {
            // A single value has no width: it lies in the last bucket, and all of them lie on it.
            tensor.addDoubleVal(low == high ? low : low + (high - low) * i / BUCKETS);
            tensor.addDoubleVal(low == high || i == BUCKETS - 1 ? high : low + (high - low) * (i + 1) / BUCKETS);
            tensor.addDoubleVal(counts[i]);
        }
        write(step, tag, metadata("histograms", ByteString.EMPTY), tensor);
    }

    /**
     * Writes images of one size.
     *
     * @param tag their name
     * @param step where on the axis
     * @param width in pixels
     * @param height in pixels
     * @param images each a PNG file
     * @throws IOException if the disk fails
     * @throws IllegalArgumentException if there is none
     */
    public void images(String tag, long step, int width, int height, List<byte[]> images) throws IOException {
        Arguments.require(!images.isEmpty(), "EventFile", "at least one image must be given", images);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(shape(images.size() + 2))
                .addStringVal(ByteString.copyFromUtf8(Integer.toString(width)))
                .addStringVal(ByteString.copyFromUtf8(Integer.toString(height)));
        images.forEach(image -> tensor.addStringVal(ByteString.copyFrom(image)));
        write(step, tag, metadata("images", ByteString.EMPTY), tensor);
    }

    /**
     * Writes a model's layers and their connections, which TensorBoard shows as its conceptual graph.
     *
     * @param json what {@code model.to_json()} of Keras gives
     * @throws IOException if the disk fails
     */
    public void kerasModel(String json) throws IOException {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addStringVal(ByteString.copyFromUtf8(json));
        write(0, "keras", metadata("graph_keras_model", ByteString.copyFromUtf8("1")), tensor);
    }

    /**
     * Writes a graph of operations.
     *
     * @param definition a {@code GraphDef} in its binary form
     * @throws IOException if the disk fails
     */
    public void graph(byte[] definition) throws IOException {
        write(Event.newBuilder().setGraphDef(ByteString.copyFrom(definition)));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private static double[] counts(double[] values, double low, double high) {
        double[] counts = new double[BUCKETS];
        double width = (high - low) / BUCKETS;
        for (double value : values) {
            int bucket = low == high ? BUCKETS - 1 : (int) Math.floor((value - low) / width);
            counts[Math.min(bucket, BUCKETS - 1)]++;
        }
        return counts;
    }

    private static SummaryMetadata.Builder metadata(String plugin, ByteString content) {
        return SummaryMetadata.newBuilder()
                .setPluginData(SummaryMetadata.PluginData.newBuilder()
                        .setPluginName(plugin)
                        .setContent(content));
    }

    private static TensorShapeProto shape(int... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int size : sizes) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return shape.build();
    }

    private void write(long step, String tag, SummaryMetadata.Builder metadata, TensorProto.Builder tensor)
            throws IOException {
        write(Event.newBuilder()
                .setStep(step)
                .setSummary(Summary.newBuilder()
                        .addValue(Summary.Value.newBuilder()
                                .setTag(tag)
                                .setMetadata(metadata)
                                .setTensor(tensor))));
    }

    private void write(Event.Builder event) throws IOException {
        Instant now = clock.instant();
        event.setWallTime(now.getEpochSecond() + now.getNano() / 1e9);
        records.write(event.build().toByteArray());
    }
}
