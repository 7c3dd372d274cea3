namespace McpTenants.Bench.Report;

/// <summary>Collects what was measured, what could not be, and what a reader needs to know to judge the numbers.</summary>
internal sealed class BenchReport
{
    private readonly List<Measurement> _measurements = [];
    private readonly List<(string Name, string Reason)> _absent = [];
    private readonly List<string> _notes = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>Measurements that a component does not support yet, with the reason.</summary>
    public IReadOnlyList<(string Name, string Reason)> Absent => _absent;

    /// <summary>Sentences printed below the table.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>True when something that should have been measured broke.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Adds a result.</summary>
    public void Add(Measurement measurement) => _measurements.Add(measurement);

    /// <summary>Says that something is not measured and why, so that no one takes silence for a good number.</summary>
    public void AddAbsent(string name, string reason) => _absent.Add((name, reason));

    /// <summary>Says that a measurement was tried and broke; the run then ends with an error.</summary>
    public void AddFailure(string name, string reason)
    {
        _absent.Add((name, "FAILED: " + reason));
        HasFailures = true;
    }

    /// <summary>Adds a sentence for the reader.</summary>
    public void Note(string sentence) => _notes.Add(sentence);
}
