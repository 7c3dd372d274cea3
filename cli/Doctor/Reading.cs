namespace McpTenants.Cli.Doctor;

/// <summary>Something that was read from outside, or why it could not be.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Value">The thing; null when it does not exist, or could not be read.</param>
/// <param name="Problem">Why it could not be read; null when it was.</param>
internal sealed record Reading<T>(T? Value, string? Problem = null)
    where T : class
{
    /// <summary>The finding of a check that stands on this, when it could not be read.</summary>
    public Finding Unknown(string check) => new(check, Verdict.Unknown, Problem ?? "", "run it with the rights to look, or ask somebody who has them");
}
