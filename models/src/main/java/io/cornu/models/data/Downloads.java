package io.cornu.models.data;

import io.cornu.data.DataFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where data sets are downloaded from: the official addresses, or a mirror for some.
 *
 * <p>Only HTTPS, but for this machine itself. What comes is used only if its SHA-256 is the pinned one, so that
 * a mirror need not be trusted.
 *
 * @param mirrors base addresses by name of data set, each ending in a slash
 * @param announce told of every download before it starts, such as {@code "Downloading https://... (11 MB)"}
 */
public record Downloads(Map<String, URI> mirrors, Consumer<String> announce) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Checks the addresses. */
    public Downloads {
        mirrors = Map.copyOf(mirrors);
        mirrors.values().forEach(Downloads::requireSafe);
    }

    /**
     * The official addresses.
     *
     * @return without mirrors, announcing nothing
     */
    public static Downloads official() {
        return new Downloads(Map.of(), message -> {});
    }

    /**
     * Takes one set from elsewhere.
     *
     * @param set the data set's name in the catalog
     * @param base an HTTPS address ending in a slash, under which the official file names are found
     * @return a copy with that mirror
     * @throws IllegalArgumentException if the address is not HTTPS, and not HTTP on this machine
     */
    public Downloads withMirror(String set, URI base) {
        Map<String, URI> more = new TreeMap<>(mirrors);
        more.put(set, base);
        return new Downloads(more, announce);
    }

    /**
     * Tells of downloads, which may take minutes.
     *
     * @param listener given one line before every download
     * @return a copy with that listener
     */
    public Downloads withAnnounce(Consumer<String> listener) {
        return new Downloads(mirrors, listener);
    }

    URI base(String set, URI official) {
        return mirrors.getOrDefault(set, official);
    }

    /** Fetches at most that many bytes into a file. */
    void fetch(URI address, Path target, long mostBytes, String set, Path folder) throws IOException {
        requireSafe(address);
        announce.accept("Downloading " + address + " (at most " + (mostBytes / 1_000_000 + 1) + " MB).");
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try {
                int status = connection.getResponseCode();
                if (status != HttpURLConnection.HTTP_OK) {
                    throw new IOException("the server answered " + status);
                }
                try (InputStream in = connection.getInputStream();
                        OutputStream out = Files.newOutputStream(target)) {
                    copy(in, out, mostBytes);
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException failure) {
            throw new DataFileException(
                    set,
                    "could not be downloaded from " + address + " (" + describe(failure) + "). Put the files in "
                            + folder + " or set " + DataDirectory.VARIABLE + " to where they are.",
                    failure);
        }
    }

    private static void copy(InputStream in, OutputStream out, long mostBytes) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long total = 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            total += count;
            if (total > mostBytes) {
                throw new IOException("the server sends more than " + mostBytes + " bytes");
            }
            out.write(chunk, 0, count);
        }
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof UnknownHostException || message == null
                ? failure.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                : message;
    }

    private static void requireSafe(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme();
        if (!scheme.equals("https") && !(scheme.equals("http") && isThisMachine(address))) {
            throw new IllegalArgumentException("downloads: expected an https address, received " + address + ".");
        }
    }

    private static boolean isThisMachine(URI address) {
        String host = address.getHost() == null ? "" : address.getHost();
        if (!host.equals("localhost") && !host.matches("127(\\.\\d{1,3}){3}|\\[::1]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
