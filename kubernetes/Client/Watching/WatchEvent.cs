using k8s.Models;

namespace k8s;

/// <summary>One line of a watch.</summary>
/// <typeparam name="T">Watched kind.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; a bookmark carries only its resourceVersion; null for <see cref="WatchEventType.Error"/>.</param>
/// <param name="Status">The server's words; only for <see cref="WatchEventType.Error"/>.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T? Object, V1Status? Status = null);
