namespace k8s;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">Listed kind.</typeparam>
/// <param name="Items">The objects, apiVersion and kind filled in.</param>
/// <param name="ResourceVersion">Version of the whole list: the same on every page, the place to start a watch.</param>
/// <param name="Continue">Token for the next page; null on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? ResourceVersion, string? Continue);
