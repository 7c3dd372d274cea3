namespace McpTenants.Audit;

/// <summary>No record can be written. The message is for callers and says nothing about the server.</summary>
public sealed class AuditUnavailableException : Exception
{
    /// <summary>The one text that callers see.</summary>
    public const string Text = "The call was refused because it cannot be recorded at the moment.";

    /// <summary>Creates one.</summary>
    public AuditUnavailableException()
        : base(Text)
    {
    }

    /// <summary>Creates one with the failure behind it, which is for the log.</summary>
    public AuditUnavailableException(Exception cause)
        : base(Text, cause)
    {
    }
}
