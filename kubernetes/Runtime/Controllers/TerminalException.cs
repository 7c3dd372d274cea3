namespace Kubernetes.Runtime.Controllers;

/// <summary>Thrown by a reconcile that cannot succeed before the object changes; it is not tried again.</summary>
public sealed class TerminalException : Exception
{
    /// <summary>Ends the retries.</summary>
    /// <param name="message">Why, for people.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public TerminalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
