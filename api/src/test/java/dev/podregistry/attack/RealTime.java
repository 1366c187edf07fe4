package dev.podregistry.attack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What everybody had been told by a moment: whoever asks later must not rest on less. */
final class RealTime {

    private final long[] times;
    private final long[] sequences;

    RealTime(List<Call> calls) {
        List<Call> answered = calls.stream()
                .filter(Call::isAnswered)
                .sorted(Comparator.comparingLong(Call::over))
                .toList();
        times = answered.stream().mapToLong(Call::over).toArray();
        sequences = answered.stream().mapToLong(Call::sequence).toArray();
        Arrays.parallelPrefix(sequences, Math::max);
    }

    /** {@return the greatest sequence that anybody was told before {@code time}} */
    long toldBefore(long time) {
        int found = Arrays.binarySearch(times, time);
        int before = found >= 0 ? found : -found - 1;
        while (before > 0 && times[before - 1] >= time) {
            before--;
        }
        return before == 0 ? 0 : sequences[before - 1];
    }
}
