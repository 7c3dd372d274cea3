using System.Globalization;
using System.Runtime.InteropServices;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>How long each step of a cold call took. A step that had already happened when the request came counts as zero.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WakePhases(TimeSpan Decide, TimeSpan Patch, TimeSpan Schedule, TimeSpan Address, TimeSpan Listen, TimeSpan FirstByte)
{
    /// <summary>The steps as seen by a request that came in at <paramref name="arrived"/> and got its first byte at <paramref name="firstByte"/>.</summary>
    public static WakePhases Of(WakeClock clock, TimeSpan arrived, TimeSpan firstByte)
    {
        var last = arrived;
        var decide = Next(clock.Begun);
        var patch = Next(clock.ScaledAt);
        var schedule = Next(clock.ScheduledAt);
        var address = Next(clock.AddressedAt);
        var listen = Next(clock.ListeningAt);
        return new WakePhases(decide, patch, schedule, address, listen, Next(firstByte));

        TimeSpan Next(TimeSpan? at)
        {
            if (at is not { } time || time <= last)
                return TimeSpan.Zero;
            var step = time - last;
            last = time;
            return step;
        }
    }

    public IEnumerable<(string Phase, TimeSpan Duration)> Each() =>
    [
        ("decide", Decide), ("patch", Patch), ("schedule", Schedule), ("ip", Address), ("listen", Listen), ("first_byte", FirstByte),
    ];

    /// <summary>The value of a Server-Timing header (milliseconds).</summary>
    public string ToServerTiming() =>
        string.Join(", ", Each().Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Phase};dur={p.Duration.TotalMilliseconds:0.#}")));
}
