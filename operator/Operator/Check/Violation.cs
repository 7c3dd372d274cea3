namespace McpTenants.Operator.Check;

/// <summary>One thing that is wrong with a tenant.</summary>
/// <param name="Reason">Stable word for programs, one of <see cref="Reasons"/>.</param>
/// <param name="Field">Path of the field, such as <c>spec.instance.image</c>.</param>
/// <param name="Message">One sentence: field, what is wrong, what to do.</param>
internal sealed record Violation(string Reason, string Field, string Message)
{
    /// <summary>Makes a violation whose message begins with the field.</summary>
    public static Violation Of(string reason, string field, string problem, string remedy) => new(reason, field, $"{field}: {problem}; {remedy}");
}
