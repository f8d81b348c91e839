export const EXTENSION_MESSAGES = {
  V1APIService: "metadata spec status",
  V1APIServiceSpec:
    "service group version insecureSkipTLSVerify caBundle . groupPriorityMinimum versionPriority",
  ApiregistrationV1ServiceReference: "namespace name port?",
  V1APIServiceStatus: "conditions",
  V1APIServiceCondition: "type status lastTransitionTime reason message",
  V1MutatingWebhookConfiguration: "metadata webhooks",
  V1MutatingWebhook:
    "name clientConfig rules failurePolicy? namespaceSelector sideEffects? timeoutSeconds? admissionReviewVersions matchPolicy? reinvocationPolicy? objectSelector matchConditions",
  V1ValidatingWebhookConfiguration: "metadata webhooks",
  V1ValidatingWebhook:
    "name clientConfig rules failurePolicy? namespaceSelector sideEffects? timeoutSeconds? admissionReviewVersions matchPolicy? objectSelector matchConditions",
  AdmissionregistrationV1WebhookClientConfig: "service caBundle url?",
  AdmissionregistrationV1ServiceReference: "namespace name path? port?",
  V1RuleWithOperations: "operations @Rule",
  Rule: "apiGroups apiVersions resources scope?",
  V1MatchCondition: "name expression",
};
