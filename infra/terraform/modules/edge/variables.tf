variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "region" {
  description = "Region of the resources."
  type        = string

  validation {
    condition     = contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The region must be us-east-1 (primary) or us-west-2 (DR): prices, availability zones and replicas are known for these two."
  }
}

variable "account_id" {
  description = "AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "vpc_id" {
  description = "VPC of the load balancers."
  type        = string
}

variable "vpc_cidr_blocks" {
  description = "Addresses of nodes and pods: where the load balancers may send requests."
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Public subnets, in two zones."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_ids) >= 2
    error_message = "A load balancer needs public subnets in two zones."
  }
}

variable "cluster_security_group_id" {
  description = "Group of the pods, which lets the load balancers in."
  type        = string
}

variable "zone_id" {
  description = "Hosted zone of the domain."
  type        = string
}

variable "domain_name" {
  description = "Domain of the environment, without a host."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "load_balancers" {
  description = "Load balancers by suffix of their name. `ingress` is namespace/name of the Ingress that owns its listeners and rules (ADR 0013); `hosts` are labels below the domain."
  type = map(object({
    ingress              = string
    hosts                = list(string)
    idle_timeout_seconds = optional(number, 60)
  }))

  validation {
    condition     = alltrue([for balancer in var.load_balancers : can(regex("^[a-z0-9-]+/[a-z0-9-]+$", balancer.ingress))])
    error_message = "ingress is namespace/name, such as horizon-production/api-gateway: the controller finds the load balancer by it."
  }

  validation {
    condition     = alltrue([for suffix in keys(var.load_balancers) : length("${var.name}-${suffix}") <= 32])
    error_message = "Names of load balancers have 32 characters at most: shorten the key."
  }
}

variable "pod_port" {
  description = "Port that pods listen on."
  type        = number
  default     = 3000
}

variable "rate_limit" {
  description = "Requests of one address in five minutes before it is blocked."
  type        = number
  default     = 2000

  validation {
    condition     = var.rate_limit >= 100
    error_message = "Limits below 100 in five minutes block people who merely use the console."
  }
}

variable "limit_callers" {
  description = "Count requests by caller at the load balancers. False where CloudFront stands in front (production, DR): every request would come from it, and its own web ACL counts."
  type        = bool
}

variable "cdn" {
  description = "CloudFront in front of one host: `host` is the label that customers use, `origin_host` the one behind it. Null for none."
  type = object({
    host        = string
    origin_host = string
    price_class = optional(string, "PriceClass_100")
  })
  default = null

  validation {
    condition     = var.cdn == null || var.region == "us-east-1"
    error_message = "CloudFront takes its certificate and its web ACL from us-east-1: only the edge of that region can have it."
  }
}

variable "log_retention_days" {
  description = "Days that access and WAF logs are kept."
  type        = number

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "CloudWatch keeps logs for fixed periods: use 7, 14, 30, 60, 90, 180 or 365 days."
  }
}

variable "log_key_arn" {
  description = "Key that the WAF logs are encrypted with."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancers until this is false."
  type        = bool

  validation {
    condition     = var.deletion_protection || var.environment == "staging"
    error_message = "Production and DR keep deletion protection."
  }
}
