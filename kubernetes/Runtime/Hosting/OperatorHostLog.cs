using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Hosting;

internal static partial class OperatorHostLog
{
    [LoggerMessage(60, LogLevel.Critical, "The operator cannot go on and ends")]
    public static partial void Failed(ILogger log, Exception failure);
}
