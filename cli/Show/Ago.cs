using System.Globalization;

namespace McpTenants.Cli.Show;

/// <summary>Ages the way kubectl writes them: the largest unit that is at least two, such as 90s, 5m, 3h, 2d.</summary>
internal static class Ago
{
    public static string Of(DateTimeOffset? moment, DateTimeOffset now)
    {
        if (moment is not { } then)
            return "never";
        var age = now - then;
        return age switch
        {
            { TotalSeconds: < 120 } => Text(Math.Max(0, age.TotalSeconds), 's'),
            { TotalMinutes: < 120 } => Text(age.TotalMinutes, 'm'),
            { TotalHours: < 48 } => Text(age.TotalHours, 'h'),
            _ => Text(age.TotalDays, 'd'),
        };
    }

    private static string Text(double value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value):0}{unit}");
}
