package io.cornu.tuning;

import io.cornu.text.HostName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who runs a trial.
 *
 * @param host the machine's name
 * @param process its number there
 * @param started when it began, for numbers are given again; 0 where the machine does not say
 * @param session which of the process' sessions
 */
record Worker(String host, long process, long started, long session) {
    private static final AtomicLong SESSIONS = new AtomicLong();

    static Worker current() {
        ProcessHandle self = ProcessHandle.current();
        return new Worker(HostName.current(), self.pid(), started(self), SESSIONS.incrementAndGet());
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    String text() {
        return process + " " + started + " " + session + " " + host;
    }

    static Worker parse(String text) {
        String[] words = text.split(" ", 4);
        try {
            return new Worker(
                    words.length < 4 ? "" : words[3],
                    Long.parseLong(words[0]),
                    words.length < 2 ? 0 : Long.parseLong(words[1]),
                    words.length < 3 ? 0 : Long.parseLong(words[2]));
        } catch (NumberFormatException notOurs) {
            return new Worker("", 0, 0, 0);
        }
    }

    /**
     * Whether it ran on this machine and does no more; of other machines only the heartbeat is known.
     *
     * @param isQuiet whether it missed some heartbeats: the time at which a process began is counted from that at which
     *     the machine did, and moves when its clock is set
     */
    boolean isDeadHere(boolean isQuiet) {
        if (!host.equals(HostName.current())) {
            return false;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(process);
        return handle.isEmpty()
                || !handle.get().isAlive()
                || isQuiet && started != 0 && started(handle.get()) != 0 && started(handle.get()) != started;
    }
}
