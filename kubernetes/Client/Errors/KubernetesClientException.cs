namespace k8s;

/// <summary>The client cannot do what was asked: an unusable answer, credential or type.</summary>
/// <param name="message">What is wrong and where.</param>
/// <param name="innerException">The cause, when there is one.</param>
public class KubernetesClientException(string message, Exception? innerException = null) : Exception(message, innerException);
