using System.Globalization;

namespace McpTenants.Instance.Limits;

/// <summary>Tool calls of one calendar month (UTC). Pure.</summary>
/// <param name="Period">The month as <c>yyyy-MM</c>.</param>
/// <param name="Used">Calls that count against the budget.</param>
internal sealed record BudgetState(string Period, long Used)
{
    // A clock that is set back over midnight of the first must not hand out a second budget.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    public static string PeriodOf(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>This state while its month lasts, an empty one of the current month after it.</summary>
    public BudgetState At(DateTimeOffset now) => Period == PeriodOf(now) || Period == PeriodOf(now + ClockTolerance) ? this : new BudgetState(PeriodOf(now), 0);

    /// <summary>First moment of the next month.</summary>
    public DateTimeOffset Resets => DateTimeOffset.ParseExact(Period + "-01Z", "yyyy-MM-ddK", CultureInfo.InvariantCulture).AddMonths(1);

    public static bool IsPeriod(string? text) => DateTimeOffset.TryParseExact(text + "-01Z", "yyyy-MM-ddK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
