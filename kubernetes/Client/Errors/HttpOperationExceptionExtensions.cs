using System.Net;
using k8s.Autorest;
using k8s.Models;

namespace k8s;

/// <summary>Questions for exception filters.</summary>
public static class HttpOperationExceptionExtensions
{
    /// <summary>404: no such object (or kind).</summary>
    /// <param name="exception">The error.</param>
    public static bool IsNotFound(this HttpOperationException exception) => Is(exception, HttpStatusCode.NotFound);

    /// <summary>409: the object exists already, another field manager owns a field, or the resourceVersion or precondition is out of date.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsConflict(this HttpOperationException exception) => Is(exception, HttpStatusCode.Conflict);

    /// <summary>409 because the object exists already.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsAlreadyExists(this HttpOperationException exception) => IsConflict(exception) && exception.Status()?.Reason == "AlreadyExists";

    /// <summary>410: the resourceVersion or continue token is too old; list again.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsGone(this HttpOperationException exception) => Is(exception, HttpStatusCode.Gone);

    /// <summary>422: validation or admission refused the object.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsUnprocessable(this HttpOperationException exception) => Is(exception, HttpStatusCode.UnprocessableEntity);

    /// <summary>403: authorization or admission refused the caller.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsForbidden(this HttpOperationException exception) => Is(exception, HttpStatusCode.Forbidden);

    /// <summary>429: the server sheds load; see <see cref="HttpResponseMessageWrapper.RetryAfter"/>.</summary>
    /// <param name="exception">The error.</param>
    public static bool IsTooManyRequests(this HttpOperationException exception) => Is(exception, HttpStatusCode.TooManyRequests);

    /// <summary>The server's own words; null when the answer was not a Status (a proxy's page, say).</summary>
    /// <param name="exception">The error.</param>
    public static V1Status? Status(this HttpOperationException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Body as V1Status;
    }

    private static bool Is(HttpOperationException exception, HttpStatusCode code)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Response.StatusCode == code;
    }
}
