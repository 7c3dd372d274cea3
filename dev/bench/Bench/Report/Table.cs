using System.Globalization;
using System.Text;

namespace McpTenants.Bench.Report;

/// <summary>Renders the report for a terminal.</summary>
internal static class Table
{
    private static readonly string[] Head = ["name", "unit", "median", "p99", "baseline", "ratio", "runs"];

    /// <summary>One table, then what is absent, then the notes.</summary>
    public static string Render(BenchReport report)
    {
        var rows = report.Measurements.Select(Cells).Prepend(Head).ToArray();
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            // Name and unit are words and start left; numbers end right.
            var cells = row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.AppendJoin("  ", cells).Append('\n');
            if (ReferenceEquals(row, Head))
                text.AppendJoin("  ", widths.Select(width => new string('-', width))).Append('\n');
        }

        foreach (var (name, reason) in report.Absent)
            text.Append(CultureInfo.InvariantCulture, $"not measured: {name}: {reason}\n");
        foreach (var note in report.Notes)
            text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        return text.ToString();
    }

    /// <summary>Four significant digits, and whole numbers in full: 0.0471, 12.35, 15321.</summary>
    public static string Number(double? value) => value switch
    {
        null => "-",
        0 => "0",
        { } v when Math.Abs(v) >= 1000 => v.ToString("F0", CultureInfo.InvariantCulture),
        { } v => Math.Round(v, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(v))), 0, 15)).ToString("0.###############", CultureInfo.InvariantCulture),
    };

    private static string[] Cells(Measurement m) =>
    [
        m.Name, m.Unit, Number(m.Median), Number(m.P99), Number(m.Baseline), m.Ratio is { } ratio ? Number(ratio) + "x" : "-",
        m.Runs.ToString(CultureInfo.InvariantCulture),
    ];
}
