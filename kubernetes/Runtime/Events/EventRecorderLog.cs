using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Events;

internal static partial class EventRecorderLog
{
    [LoggerMessage(80, LogLevel.Debug, "Event {Reason} about {Name} could not be written and is dropped")]
    public static partial void Failed(ILogger log, Exception failure, string? reason, string? name);
}
