namespace McpTenants.Instance.Workspace;

/// <summary>Something does not fit and nothing of it was stored; the message is for the caller.</summary>
internal sealed class WorkspaceFullException : Exception
{
    public WorkspaceFullException(string message)
        : base(message)
    {
    }

    public WorkspaceFullException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
