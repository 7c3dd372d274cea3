using k8s.Models;

namespace k8s.Autorest;

/// <summary>The API server answered with an error status.</summary>
public class HttpOperationException : Exception
{
    /// <summary>Wraps an answer.</summary>
    /// <param name="message">What failed, for people.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public HttpOperationException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>What was asked.</summary>
    public HttpRequestMessageWrapper? Request { get; set; }

    /// <summary>What was answered.</summary>
    public HttpResponseMessageWrapper Response { get; set; } = new(default, "");

    /// <summary>The parsed <see cref="V1Status"/> when the answer held one.</summary>
    public object? Body { get; set; }
}
