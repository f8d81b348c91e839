variable "domain_name" {
  description = "Domain that the zone serves."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "certificate_authorities" {
  description = "Authorities that may issue certificates for the domain."
  type        = list(string)
  default     = ["amazon.com"]

  validation {
    condition     = contains(var.certificate_authorities, "amazon.com")
    error_message = "Keep amazon.com among the authorities, or ACM cannot renew the certificates of the load balancers."
  }
}
